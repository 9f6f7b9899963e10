// Hides a bar that was closed in this visit. Runs before the bar is there, so nothing flashes.
if (sessionStorage.bar) document.documentElement.classList.add('bar-closed')
