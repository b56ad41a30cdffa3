"""Prints the folder below PREFIX where this Python looks for packages; where it looks for none there, the usual one.

    python3 site_folder.py PREFIX
"""

import os
import site
import sys

prefix = os.path.abspath(sys.argv[1])
known = [p for p in [*site.getsitepackages(), *sys.path] if os.path.basename(p) in ("dist-packages", "site-packages")]
below = [p for p in known if os.path.commonpath([p, prefix]) == prefix]
# Below /usr lies /usr/local, which is another prefix.
below = [p for p in below if not os.path.relpath(p, prefix).startswith("local" + os.sep)]
usual = os.path.join(prefix, "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}", "site-packages")
print(below[0] if below else usual)
