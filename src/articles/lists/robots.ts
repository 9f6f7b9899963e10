// Pages about one person, and addresses that change something. Search engines find articles and lists only.
const CLOSED = [
  '/account',
  '/manage/',
  '/not-me/',
  '/outbox',
  '/pay/',
  '/reminders',
  '/sign-in',
  '/sign-out',
  '/staff',
  '/stripe/',
  '/support/',
  '/health/',
  '/metrics',
]

/** Writes robots.txt. */
export const robots = (origin: string): string =>
  [
    'User-agent: *',
    ...CLOSED.map((path) => `Disallow: ${path}`),
    '',
    `Sitemap: ${origin}/sitemap.xml`,
    '',
  ].join('\n')
