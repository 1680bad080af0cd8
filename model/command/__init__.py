"""The command line: arguments, the commands, what is printed, streams and exit codes.

In: what the user typed. Out: files and lines of text. Must not know: equations, the solver.
"""
