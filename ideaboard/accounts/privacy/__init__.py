"""What people can do with their own data: have a copy, correct it, agree, take agreement back, have it erased."""
