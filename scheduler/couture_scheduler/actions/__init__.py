"""What a person may ask, one noun a module. HTTP and the command line call these and nothing below.

Each action checks the permission, does one transaction together with its line in the audit log, then tells the engine
and every open page. What is wrong comes back as an error of ``couture_scheduler.errors``.
"""
