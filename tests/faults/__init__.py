"""What happens when things break: crashes, full disks, services that are away, input meant to harm."""
