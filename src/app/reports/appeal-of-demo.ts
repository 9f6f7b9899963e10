import { saveDemoCounts } from '../../appeal/demo/demo-counts-store.ts'
import { inventAppeal } from '../../appeal/demo/invent-appeal.ts'
import type { WriteWithBatch } from '../../billing/demo/write-demo-action.ts'
import { calendarOf } from '../../platform/calendar.ts'
import type { Resources } from '../open/resources.ts'

/** Writes how readers of the demo came to give: counts of the appeal that fit its payments. */
export const writeAppealOfDemo = ({
  newsroom,
  timeZone,
}: Pick<Resources, 'newsroom' | 'timeZone'>): WriteWithBatch => {
  const calendar = calendarOf(timeZone)
  const sections = newsroom.sections.map(({ slug }) => slug)
  return (transaction, batch) => saveDemoCounts(transaction, inventAppeal(batch, { calendar, sections }))
}
