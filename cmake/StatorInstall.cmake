# Not yet: the install rules of the library.
