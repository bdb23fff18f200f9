"""The command line of the tools, in any clone: python tools COMMAND …"""

from d2ltools.__main__ import main

main()
