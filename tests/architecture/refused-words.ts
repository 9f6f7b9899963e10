/** Words of an older, harder style, each with the word to use instead. docs/glossary.md has the terms. */
export const REFUSED_WORDS: Readonly<Record<string, string>> = {
  whoever: 'name the person: a reader, a supporter, a staff member',
  giver: 'supporter',
  anew: 'again',
  'its holder': 'the supporter, or the cardholder',
  'goes back': 'is refunded',
  'left in peace': 'suppressed',
  'left alone': 'suppressed',
  'owed call': 'pending action',
  'unit of work': 'sync job',
  'under way': 'pending',
  'second contribution': 'duplicate subscription',
  'taken over from': 'imported',
}

/** A comment starts with a subject or a verb, never with one of these. */
export const REFUSED_OPENINGS = ['What', 'Who', 'Whose', 'Of', 'Whether']

export const LONGEST_SENTENCE_WORDS = 30
