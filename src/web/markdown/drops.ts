import { ALLOWED_ATTRIBUTES, ALLOWED_CLASSES } from './allowed-html.ts'

/** The element that our own renderer writes in place of something that has no HTML. */
export const DROPPED_TAG = 'mainstay-dropped'

const EMBEDS = new Set(['iframe', 'object', 'embed', 'video', 'audio', 'frame', 'applet'])
const FORMS = new Set([
  'form',
  'input',
  'button',
  'select',
  'option',
  'textarea',
  'label',
  'fieldset',
  'legend',
])
const PARTS = new Set([
  'script',
  'style',
  'link',
  'meta',
  'base',
  'svg',
  'math',
  'template',
  'canvas',
  'map',
  'area',
])

/** Says in one sentence that an element is left out, and what to write instead. */
export const elementDrop = (tag: string, isTextless: boolean): string =>
  `<${tag}> is left out${isTextless ? ' with its text' : ''}: ${adviceFor(tag)}`

const adviceFor = (tag: string): string => {
  if (EMBEDS.has(tag)) return 'write a link to it, because what is embedded tells another site who reads'
  if (FORMS.has(tag)) return 'an article has no forms; write a link to one'
  if (tag === 'svg' || tag === 'math' || tag === 'canvas')
    return 'save it as a picture in the folder pictures'
  if (PARTS.has(tag)) return 'an article has no scripts or styles of its own'
  return `write &lt;${tag}> if it is text`
}

/** Attributes without which the text would say something else. Others only change its looks. */
export const attributeDrops = (tag: string, attributes: Record<string, string>): string[] =>
  Object.entries(attributes).flatMap(([name, value]) => {
    if (name.startsWith('on')) return [`${name} of <${tag}> is left out: an article has no scripts`]
    if (name === 'hidden' || (name === 'style' && /display\s*:\s*none|visibility\s*:\s*hidden/i.test(value)))
      return [`<${tag}> was hidden and is shown: delete it, or put it into <details>`]
    if (name === 'style' && /line-through/i.test(value))
      return [`the line through the text of <${tag}> is left out: write ~~text~~`]
    if (name === 'usemap') return [`usemap of <${tag}> is left out: write links under the picture`]
    return []
  })

/** A mark that only changed the looks: an author who placed or framed something by it must learn that it is gone. */
export const looksDrops = (tag: string, { class: classes = '', align }: Record<string, string>): string[] => {
  // The language of code, which our own renderer writes.
  const named = classes.split(/\s+/).filter((name) => name !== '' && !name.startsWith('language-'))
  const kept = ALLOWED_CLASSES[tag] ?? []
  const dropped = named.filter((name) => !kept.includes(name))
  return [
    ...(dropped.length === 0 ? [] : [`class "${dropped.join(' ')}" of <${tag}> is left out: ${NO_LOOKS}`]),
    ...(align === undefined || ALLOWED_ATTRIBUTES[tag]?.includes('align')
      ? []
      : [`align of <${tag}> is left out: ${NO_LOOKS}`]),
  ]
}

const NO_LOOKS = 'all articles look alike; say it in the text if it matters'

/** HTML that the sanitizer drops and names. */
export const droppedHtml = (text: string, reason: string): string =>
  `<${DROPPED_TAG} data-text="${escaped(text)}" data-reason="${escaped(reason)}"></${DROPPED_TAG}>`

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
