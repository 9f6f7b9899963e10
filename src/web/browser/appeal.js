// Tells the server that the appeal was in view for a second, or that its bar was closed. Says nothing of the reader.
const appeal = document.querySelector('#appeal')
const bar = document.querySelector('.appeal-bar')
const tell = (step) => {
  const body = new URLSearchParams({ label: appeal.dataset.label, step })
  fetch('/appeal/seen', { method: 'POST', keepalive: true, credentials: 'omit', body }).catch(() => {})
}
let isInView = false
let timer = 0
// Nobody sees a hidden tab.
const count = () => {
  clearTimeout(timer)
  if (isInView && !document.hidden)
    timer = setTimeout(() => {
      observer.disconnect()
      isInView = false
      tell('seen')
    }, 1000)
}
const observer = new IntersectionObserver(
  (entries) => {
    const { intersectionRatio, intersectionRect } = entries.at(-1)
    // Half of a long letter is more than a small window.
    const isSeen = intersectionRatio >= 0.5 || intersectionRect.height >= innerHeight / 2
    if (isSeen !== isInView) {
      isInView = isSeen
      count()
    }
  },
  { threshold: [0, 0.1, 0.2, 0.3, 0.4, 0.5] },
)
observer.observe(bar ?? appeal)
document.addEventListener('visibilitychange', count)

if (bar) {
  const close = () => {
    tell('dismissed')
    sessionStorage.bar = 1
  }
  document.addEventListener('close', close, true)
  // Readers keep their place in the text. What fails here loads the page.
  document.addEventListener('submit', async (event) => {
    const form = event.target
    if (!form.action.startsWith(`${location.origin}/reminders`)) return
    event.preventDefault()
    if (form.isSent) return
    form.isSent = true
    try {
      const answer = await fetch(form.action, {
        method: 'POST',
        body: new URLSearchParams(new FormData(form)),
      })
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      const main = document.querySelector('main')
      const next = page.querySelector('.appeal-bar, .reminder')
      const place = next.matches('.reminder') ? '#reminder-strip' : '#appeal-heading'
      main.querySelector('.appeal-bar, .reminder').replaceWith(next)
      main.dataset.appeal = page.querySelector('main').dataset.appeal
      location.replace(place)
    } catch {
      form.submit()
    }
  })
}
