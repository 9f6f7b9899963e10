type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

/** Returns true if a request is for a page that somebody reads. Only then is a shown appeal counted. */
export const isPageView = ({ method, headers }: { method: string; headers: Headers }): boolean =>
  method === 'GET' &&
  !PREFETCH_HEADERS.some((name) => /prefetch|prerender|preview/i.test(textOf(headers[name]))) &&
  // Browsers that send this header name a page "document". Programs send none.
  ['', 'document'].includes(textOf(headers['sec-fetch-dest'])) &&
  !isByProgram(headers)

/**
 * Returns true if a page view was answered with the page. A 304 is one only for a browser that says so, because feed
 * readers and copies of a site also ask for news.
 */
export const isPageServed = (request: { method: string; headers: Headers }, status: number): boolean =>
  isPageView(request) &&
  (status === 200 || (status === 304 && textOf(request.headers['sec-fetch-mode']) === 'navigate'))

/** Returns true for programs that say what they are. */
export const isByProgram = (headers: Headers): boolean => PROGRAM.test(textOf(headers['user-agent']))

/** Browsers say in one of these that they fetch a page before anybody asked for it. */
const PREFETCH_HEADERS = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'] as const

/** Search engines, archives, and apps that fetch a page to show a preview of a link. All name themselves. */
const PROGRAM = new RegExp(
  [
    // Cubot is a maker of telephones.
    ...['(?<!cu)bot\\b', 'bot[/_-]', 'crawl', 'spider', 'slurp', 'archiver', 'scrap', 'preview', 'snippet'],
    ...['external(hit|agent|fetcher|ads)', 'facebookcatalog', '^whatsapp', '^viber', 'vkshare', 'cardyb'],
    ...['mastodon', 'pleroma', 'akkoma', 'misskey', 'lemmy', 'embedly', 'iframely', 'line-poker'],
    ...['googleother', 'google-(pagerenderer|inspectiontool|read-aloud)', 'bytespider', 'mediapartners'],
  ].join('|'),
  'i',
)

const textOf = (header: string | readonly string[] | undefined): string =>
  typeof header === 'string' ? header : (header ?? []).join(',')
