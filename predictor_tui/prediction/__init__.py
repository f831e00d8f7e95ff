"""From a text to the words it may go on with: what is read, what is remembered, what is offered and how it is typed."""
