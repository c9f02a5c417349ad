"""The practice CHS and CONNECT: the two systems as they look from outside, so that deliveries can be seen and tried."""
