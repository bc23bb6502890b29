"""Moving images: imports, exports, copies to other stores and regions, each as one piece of work."""
