// Shows the typed amount on the button and in the charges, keeps it when another frequency or currency is chosen, and
// lets presets fill the field without a new page. The page also works without this file.
const field = document.querySelector('#amount')
const button = document.querySelector('.support-form button')
const charges = document.querySelector('#charges')
const presets = [...document.querySelectorAll('.presets a')]
const choices = [...document.querySelectorAll('[data-presets], .languages a')]
const { currency, locale, digits, minimum, maximum } = button.dataset

// Null: not an amount that the form takes.
const parseAmount = (text) => {
  // Reads full-width and Arabic digits. The server reads those of other scripts as well.
  const digitsRead = text.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => digit.codePointAt(0) & 0xf)
  const normal = digitsRead.replace('\u066b', '.').replace('\u060c', ',').trim().normalize('NFKC')
  const match = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(normal)
  if (!match || (match[2] ?? '').length > digits) return null
  const amount = Number(match[2] ? `${match[1]}.${match[2]}` : match[1])
  const minor = Math.round(amount * 10 ** digits)
  return minor < minimum || minor > maximum ? null : amount
}

const defaultLabel = button.textContent
const write = (words, amount) => {
  const shown = Number.isInteger(amount) ? 0 : Number(digits)
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency,
    currencyDisplay: 'narrowSymbol',
    minimumFractionDigits: shown,
    maximumFractionDigits: shown,
  })
  return words.replaceAll('{amount}', format.format(amount))
}

const keepAmount = () => {
  const typed = field.value.trim()
  const place = presets.findIndex((preset) => preset.dataset.amount === typed)
  for (const choice of choices) {
    const address = new URL(choice.href)
    if (address.pathname !== '/support') continue
    const offered = choice.dataset.presets?.split(' ') ?? []
    address.searchParams.set('amount', offered[place] ?? typed)
    choice.href = address.href
  }
}

const update = () => {
  const amount = parseAmount(field.value)
  button.textContent = amount === null ? defaultLabel : write(button.dataset.words, amount)
  charges.textContent = amount === null ? charges.dataset.open : write(charges.dataset.words, amount)
  for (const preset of presets) {
    if (preset.dataset.amount === field.value.trim()) preset.setAttribute('aria-current', 'true')
    else preset.removeAttribute('aria-current')
  }
  keepAmount()
}

for (const preset of presets) {
  preset.addEventListener('click', (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    field.value = preset.dataset.amount
    update()
  })
}
field.addEventListener('input', update)
update()
