// Moves the focus to the error summary, so that screen readers read it first.
document.querySelector('[data-focus]')?.focus()
