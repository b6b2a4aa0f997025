"""What proves that stateless-wizard keeps its promises."""
