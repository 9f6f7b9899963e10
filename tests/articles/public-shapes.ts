/** One made-up file in the shape of a public newsroom's, with the words that must reach the reader. */
export type PublicFile = {
  name: string
  content: Uint8Array
  /** Words that stand in the text of the page, each unless it is named as left out. */
  words: string[]
  /** Numbers of list items that the reader must see. */
  numbers: number[]
  pictures: string[]
  notes: number
  /** The lines with something that cannot be kept. */
  lostLines: number[]
  isUtf8: boolean
}

type Random = (below: number) => number

/** A small generator, so that a failure can be repeated by its seed. */
export const randomFrom = (seed: number): Random => {
  let state = seed
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const ALPHABETS = {
  en: 'abcdefghijklmnopqrstuvwxyz',
  ru: 'абвгдежзиклмнопрстуфхцчшэюя',
  ar: 'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
}
type Script = keyof typeof ALPHABETS

/** Builds the text of one file line by line, and keeps what must be found again. */
const builder = (random: Random, script: Script) => {
  const file = {
    words: [] as string[],
    numbers: [] as number[],
    pictures: [] as string[],
    notes: 0,
    lostLines: [] as number[],
  }
  const lines: string[] = []
  const word = (): string => {
    const letters = [...ALPHABETS[script]]
    const made = Array.from({ length: 9 }, () => letters[random(letters.length)]).join('')
    file.words.push(made)
    return made
  }
  return {
    file,
    lines,
    random,
    word,
    words: (count: number): string => Array.from({ length: count }, word).join(' '),
    lose: (): void => void file.lostLines.push(lines.length + 1),
  }
}
type Builder = ReturnType<typeof builder>

type Head = { script: Script; date: string }

/** Front matter as public files have it. The first line of every list is the mark. */
const FRONTS: ((b: Builder, head: Head) => string[])[] = [
  (b, { date }) => [
    '---',
    `title: ${b.words(3)}`,
    `summary: ${b.words(6)}.`,
    `authors: [${b.words(2)}]`,
    `published: ${date}`,
  ],
  (b, { date }) => [
    '---',
    'layout: post',
    `title:  "${b.words(2)}: ${b.words(2)}"`,
    `date:   ${date} 10:00:00 +0300`,
    `author: ${b.words(2)}`,
    'categories: [life, news]',
    'permalink: /x/',
  ],
  (b, { date }) => [
    '---',
    `title: ${b.words(2)}: ${b.words(2)}`,
    `author: ${b.words(1)}`,
    `date: ${date}`,
    `description: "${b.words(3)}`,
    `${b.words(3)}"`,
  ],
  (b, { date }) => [
    '---',
    `title: '${b.words(2)}'`,
    'draft: false',
    `date: ${date}T10:00:00+03:00`,
    'authors:',
    `  - ${b.words(2)}`,
    `  - ${b.words(2)}`,
    'slug: x',
    'image:',
    '  src: /images/lead.jpg',
    `  alt: ${b.words(2)}`,
  ],
  (b, { date }) => [
    '+++',
    `title = "${b.words(3)}"`,
    `date = ${date}T10:00:00Z`,
    `authors = ["${b.words(2)}"]`,
    'tags = ["one", "two"]',
  ],
]

const BODIES: ((b: Builder) => void)[] = [
  (b) => b.lines.push(`${b.words(8)}.`, b.words(4), ''),
  (b) =>
    b.lines.push(
      `${b.words(3)}[^${b.file.notes + 1}] ${b.words(2)}.`,
      '',
      `[^${++b.file.notes}]: ${b.words(4)}.`,
      '',
    ),
  (b) =>
    b.lines.push(
      `<figure><img src="${picture(b)}" alt="${b.words(1)}"><figcaption>${b.words(3)}</figcaption></figure>`,
      '',
    ),
  (b) => b.lines.push(`![${b.words(1)}](${picture(b)})`, ''),
  (b) => b.lines.push(`{{< figure src="${picture(b)}" alt="x" caption="${b.words(2)}" >}}`, ''),
  (b) => {
    const year = 1900 + b.random(120)
    b.file.numbers.push(year)
    b.lines.push(`${year}. ${b.words(4)}`, '')
  },
  (b) =>
    b.lines.push(`## ${b.words(2)}`, '', `> ${b.words(4)}`, '', `- ${b.words(2)}`, `- **${b.words(2)}**`, ''),
  (b) => b.lines.push(`<b>${b.words(1)}</b> <i>${b.words(1)}</i> <u>${b.words(1)}</u> H<sub>2</sub>O`, ''),
  (b) => b.lines.push('| a | b |', '|---|---|', `| ${b.words(1)} | ${b.words(1)} |`, ''),
  (b) => b.lines.push('<details>', `<summary>${b.words(2)}</summary>`, '', b.words(3), '', '</details>', ''),
  (b) =>
    b.lines.push('```', b.words(2), '```', '', `[${b.words(1)}]({{ site.baseurl }}/about)`, '{: .wide}', ''),
  (b) => {
    // A class is named where a file has it first.
    if (!b.lines.some((line) => line.includes('class="x"'))) b.lose()
    b.lines.push(`<p style="text-align: center" class="x">${b.words(2)}</p>`, '', `- [x] ${b.words(1)}`, '')
  },
  (b) => {
    b.lose()
    b.lines.push('<iframe src="https://video.example/embed/1"></iframe>', '')
  },
  (b) => {
    b.lose()
    b.lines.push(`${b.words(2)} {{< youtube abc >}}`, '')
  },
  (b) => {
    b.lose()
    b.lines.push('![x](https://elsewhere.example/x.jpg)', '')
  },
]

const picture = (b: Builder): string => {
  const file = `p${b.random(1000)}.jpg`
  b.file.pictures.push(file)
  const forms = [file, `./${file}`, `../images/${file}`, `/pictures/${file}`, `/assets/2020/${file}`]
  return forms[b.random(forms.length)] ?? file
}

const pick = <Each>(b: Builder, from: readonly Each[]): Each => from[b.random(from.length)] as Each

/** Makes one file. Every tenth Russian one is in windows-1251. */
export const makePublicFile = (index: number, random: Random): PublicFile => {
  const script = (['en', 'ru', 'ar'] as const)[index % 3] ?? 'en'
  const b = builder(random, script)
  const front = pick(b, FRONTS)(b, { script, date: `20${10 + random(15)}-0${1 + random(9)}-1${random(10)}` })
  const [mark = '---'] = front
  const field = (name: string, value: string) =>
    mark === '+++' ? `${name} = "${value}"` : `${name}: ${value}`
  // Arabic stands in an English newsroom until that has the language.
  b.lines.push(...front, field('language', script === 'ru' ? 'ru' : 'en'), field('section', 'life'), mark, '')
  for (let count = 3 + random(6); count > 0; count -= 1) pick(b, BODIES)(b)
  const text = b.lines.join(random(5) === 0 ? '\r\n' : '\n')
  const isUtf8 = !(script === 'ru' && index % 10 === 4)
  return {
    ...b.file,
    name: `story-${index}${pick(b, ['.md', '.markdown', '.MD'])}`,
    content: isUtf8 ? Buffer.from(text) : windows1251(text),
    isUtf8,
  }
}

// Only letters of the alphabet above are outside of ASCII.
const windows1251 = (text: string): Uint8Array =>
  Uint8Array.from(text, (letter) => {
    const code = letter.charCodeAt(0)
    return code < 128 ? code : code - 0x430 + 0xe0
  })
