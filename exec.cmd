@rem On Windows, what "exec" is to a shell: package.json uses it so that a signal to npm reaches the server itself.
@%*
