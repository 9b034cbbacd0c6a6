"""Updates (Kabar): what a business tells about its challenge while it runs and after."""
