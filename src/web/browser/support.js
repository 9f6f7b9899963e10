// Shows the typed amount on the button, and lets presets fill the field without a new page. The page also
// works without this file.
const field = document.querySelector('#amount')
const button = document.querySelector('.support-form button')
const presets = [...document.querySelectorAll('.presets a')]

const parseAmount = (text) => {
  // Reads full-width digits. The server reads those of other scripts as well.
  const figures = text.trim().normalize('NFKC')
  return /^\d{1,9}(?:[.,]\d{1,2})?$/.test(figures) ? Number(figures.replace(',', '.')) : null
}

const defaultLabel = button.textContent
const updateButton = () => {
  const amount = parseAmount(field.value)
  const { words, currency, locale } = button.dataset
  const digits = Number.isInteger(amount) ? 0 : 2
  button.textContent =
    amount === null
      ? defaultLabel
      : words.replace(
          '{amount}',
          new Intl.NumberFormat(locale, {
            style: 'currency',
            currency,
            currencyDisplay: 'narrowSymbol',
            minimumFractionDigits: digits,
            maximumFractionDigits: digits,
          }).format(amount),
        )
  for (const preset of presets) {
    if (preset.dataset.amount === field.value.trim()) preset.setAttribute('aria-current', 'true')
    else preset.removeAttribute('aria-current')
  }
}

for (const preset of presets) {
  preset.addEventListener('click', (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    field.value = preset.dataset.amount
    updateButton()
  })
}
field.addEventListener('input', updateButton)
updateButton()
