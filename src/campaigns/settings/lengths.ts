import { parseLength } from '../../snooze/lengths/length.ts'

/** As many as fit into the choice beside "Remind me later". */
export const MOST_LENGTHS = 6

export type ParsedLengths =
  | { ok: true; lengths: readonly string[] }
  | { ok: false; because: 'none' | 'too-many' | 'not-length'; found: string }

/** Parses lengths such as `7d, 1m, 3m`: 1 to 31 days or 1 to 12 months each. Keeps their order. */
export const parseLengths = (typed: string): ParsedLengths => {
  const written = [
    ...new Set(
      typed
        .toLowerCase()
        .split(/[\s,;،]+/)
        .filter(Boolean),
    ),
  ]
  const wrong = written.find((length) => parseLength(length) === null)
  if (wrong !== undefined) return { ok: false, because: 'not-length', found: wrong }
  if (written.length === 0) return { ok: false, because: 'none', found: '' }
  if (written.length > MOST_LENGTHS) return { ok: false, because: 'too-many', found: '' }
  return { ok: true, lengths: written }
}
