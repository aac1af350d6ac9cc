"""The checkout's own tools: they build, start and check the product, are never installed and import nothing of it.

They have a folder of their own because they run before anything is installed: on a bare Python, or inside a wheel's
build. So they use the standard library only and stay out of `src`, which is what gets shipped.
"""
