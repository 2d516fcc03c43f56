"""Pure Block Kit builders: facts and a library go in, a message or a view comes out."""
