return read(session).alive and 1 or 0
