import type { TargetRequest } from './policy/targeting.ts'

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

type Request = { headers: Headers; query: Readonly<Record<string, unknown>> }

/** Cloudflare writes XX for an unknown country and T1 for Tor. */
const NOWHERE = ['XX', 'T1']

/**
 * Returns the parts of a request that campaigns may aim at. `countryHeader` names the header in which a trusted proxy
 * writes the reader's country, null without one. Nothing of this is stored.
 */
export const targetRequestOf = ({ headers, query }: Request, countryHeader: string | null): TargetRequest => {
  const country = countryHeader === null ? null : textOf(headers[countryHeader.toLowerCase()])
  const code = query['utm_campaign']
  return {
    visit: headers['sec-fetch-site'] === 'same-origin' ? 'later' : 'first',
    country: country !== null && /^[A-Z]{2}$/.test(country) && !NOWHERE.includes(country) ? country : null,
    code: typeof code === 'string' && code.length <= 80 ? code : null,
  }
}

// A doubled header was written by somebody else than the proxy.
const textOf = (header: Headers[string]): string | null =>
  typeof header === 'string' ? header.trim().toUpperCase() : null
