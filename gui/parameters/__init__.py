"""The dialog that is generated from a call: form, editors, live preview."""
