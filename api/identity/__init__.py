"""Who signs in where: profiles, clouds.yaml, sign-in, the signed-in cloud, secrets."""
