"""The door to the network: one probe a service. Each client library is loaded only when its probe runs."""
