"""What somebody may try who means us no good, class by class; `covered.txt` says where each check is made."""
