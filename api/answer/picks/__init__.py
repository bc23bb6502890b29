"""What can be picked as a value: from answers, from the sign-in, from the cloud."""
