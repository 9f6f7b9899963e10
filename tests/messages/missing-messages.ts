/** Pages of staff and operators. Readers of another language never see their texts. */
const STAFF_PAGES = new Set([
  'campaigns',
  'explain',
  'preview',
  ...[
    'atRisk',
    'campaigns',
    'cohorts',
    'definition',
    'demo',
    'duplicates',
    'export',
    'figure',
    'how',
    'inbox',
  ],
  ...['income', 'metric', 'movements', 'overview', 'plots', 'query', 'record', 'reports'],
  ...['appealReport', 'snoozeReport'],
  ...['rounded', 'staff', 'supporters', 'supporterView', 'total'],
])

/** A failed kill switch has a message among the errors. */
const isForStaff = (key: string): boolean =>
  STAFF_PAGES.has(key.split('.')[0] ?? '') || key.startsWith('errors.not-stopped')

type Catalogues = Partial<Record<string, Readonly<Record<string, unknown>>>>

/** Says in one line a language how many messages it lacks. Those that readers see are named. */
export const missingMessages = (catalogues: Catalogues): string[] => {
  const all = Object.keys(catalogues['en'] ?? {})
  return Object.entries(catalogues).map(([language, texts = {}]) => {
    const lacking = all.filter((key) => !(key in texts))
    if (lacking.length === 0) return `${language}: all ${all.length} messages`
    const forReaders = lacking.filter((key) => !isForStaff(key))
    const forStaff = `${lacking.length - forReaders.length} for staff`
    const names = forReaders.length === 0 ? '' : `: ${forReaders.join(' ')}`
    return `${language}: lacks ${lacking.length} of ${all.length} messages, ${forStaff}, ${forReaders.length} for readers${names}`
  })
}
