// What was mistyped is said first, and read out first.
document.querySelector('[data-focus]')?.focus()
