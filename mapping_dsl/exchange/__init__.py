"""Decision tables to and from other programs: DMN XML, Excel and CSV, without loss."""
