// Reads out the figures of a plot at the pointer, or by a slider for the keyboard. Plots also work without it.
const build = (plot) => {
  const { names, series } = JSON.parse(plot.dataset.figures)
  const { label, locale, divisor, number, missing } = JSON.parse(plot.dataset.read)
  const [first = ''] = names
  const times = names.map((name) => Date.parse(name))
  const span = times.at(-1) - times[0]
  if (!(span > 0)) return
  const places = times.map((time, index) =>
    plot.dataset.plot === 'bars' ? (index + 0.5) / names.length : (time - times[0]) / span,
  )
  const day = first.length > 7 ? { day: 'numeric' } : {}
  const dates = new Intl.DateTimeFormat(locale, { timeZone: 'UTC', year: 'numeric', month: 'long', ...day })
  const numbers = new Intl.NumberFormat(locale, number)
  const write = (figure) =>
    typeof figure === 'number'
      ? numbers.format(figure / divisor).replace('-', '−')
      : missing[figure ?? 'none']

  const range = document.createElement('input')
  Object.assign(range, { type: 'range', min: 0, max: names.length - 1, value: names.length - 1 })
  range.setAttribute('aria-label', label)
  range.className = 'plot-range'
  const text = document.createElement('p')
  text.className = 'hint plot-reading'
  plot.append(text, range)

  const show = (index) => {
    const figures = series
      .filter(({ values }) => index < values.length)
      .map((each) => `${each.label}: ${write(each.values[index])}`)
    range.value = index
    text.textContent = `${dates.format(times[index])}. ${figures.join('; ')}`
    range.setAttribute('aria-valuetext', text.textContent)
    for (const cursor of plot.querySelectorAll('.plot-cursor')) {
      const { left, right } = cursor.dataset
      const x = +left + (right - left) * places[index]
      cursor.setAttribute('x1', x)
      cursor.setAttribute('x2', x)
    }
  }
  const follow = ({ target, clientX }) => {
    const svg = target.closest('svg')
    if (!svg) return
    const { left, right } = svg.querySelector('.plot-cursor').dataset
    const box = svg.getBoundingClientRect()
    const at = (((clientX - box.left) / box.width) * svg.viewBox.baseVal.width - left) / (right - left)
    const distances = places.map((place) => Math.abs(place - at))
    show(distances.indexOf(Math.min(...distances)))
  }
  plot.addEventListener('pointermove', follow)
  plot.addEventListener('pointerdown', follow)
  for (const event of ['input', 'focus']) range.addEventListener(event, () => show(+range.value))
}
for (const plot of document.querySelectorAll('[data-read]')) build(plot)
