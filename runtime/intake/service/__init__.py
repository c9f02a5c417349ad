"""What the online services put beside a form, or send in a mail's stead."""
