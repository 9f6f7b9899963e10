import { z } from 'zod'
import type { State } from '../state/state.ts'

const link = z.strictObject({
  url: z.url({ protocol: /^https?$/ }),
  title: z.strictObject({ en: z.string().min(1).max(80), ru: z.string().min(1).max(80).optional() }),
})

/** Pages of the program under test, which the control desk links to. */
export const linksRequest = z.strictObject({ links: z.array(link).max(20) })
export type Link = z.infer<typeof link>

const SETTING = 'links'

export const linksOf = (state: State): Link[] => {
  const stored = state.get('setting', SETTING)
  return typeof stored === 'string' ? linksRequest.parse({ links: JSON.parse(stored) }).links : []
}

export const putLinks = (state: State, links: readonly Link[]): void =>
  state.commit(() => state.put('setting', SETTING, JSON.stringify(links)))
