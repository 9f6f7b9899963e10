import { type Language, localeOf } from '../../messages/messages.ts'
import type { HeatRow } from '../plots/heat-chart.tsx'
import { dateOf } from '../plots/plot-data.ts'
import type { CohortGroup } from './cohort-groups.ts'

/** Names a group: `2026-11`, which plots write in words, or `Nov 2026–Jan 2027` for several months. */
export const groupName = ({ from, to }: Pick<CohortGroup, 'from' | 'to'>, language: Language): string =>
  from === to
    ? from
    : new Intl.DateTimeFormat(localeOf(language), { timeZone: 'UTC', month: 'short', year: 'numeric' })
        .formatRange(dateOf(from), dateOf(to))
        .replaceAll(/(?<=\d)\s?г\./g, '')
        .replace(/\s*–\s*/, '–')

/** Returns the rows of the heat map. */
export const heatRows = (groups: readonly CohortGroup[], language: Language): HeatRow[] =>
  groups.map((group) => ({
    name: groupName(group, language),
    values: group.cells.map(({ share }) => (group.isTooSmall ? 'few' : share)),
  }))
