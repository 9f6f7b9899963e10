// Tells the server that the appeal was in view for a second, or that its bar was closed. Says nothing of the reader.
const appeal = document.querySelector('#appeal')
const bar = document.querySelector('.appeal-bar')
const tell = (step) => {
  const body = new URLSearchParams({ label: appeal.dataset.label, step })
  fetch('/appeal/seen', { method: 'POST', keepalive: true, credentials: 'omit', body }).catch(() => {})
}
let timer = 0
const observer = new IntersectionObserver(
  (entries) => {
    const { intersectionRatio, intersectionRect } = entries.at(-1)
    // Half of a long letter is more than a small window.
    if (intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2)
      timer ||= setTimeout(() => {
        observer.disconnect()
        tell('seen')
      }, 1000)
    else timer = clearTimeout(timer)
  },
  { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
)
observer.observe(bar ?? appeal)
bar?.addEventListener('close', () => tell('dismissed'))
