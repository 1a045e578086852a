"""People's names and passwords are kept by an LDAP directory: how it is reached, and who it says somebody is."""
