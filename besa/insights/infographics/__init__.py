"""The infographic "reporting and fixing": what it says, in the words of one language, and the files it is made as."""
