import { writeAppealOfDemo } from '../../../src/app/reports/appeal-of-demo.ts'
import type { DemoPlan } from '../../../src/billing/demo/invented/demo-plan.ts'
import { projectFile } from '../../../src/platform/project-files.ts'
import { readNewsroom } from '../../../src/web/page/newsroom.ts'

const newsroom = await readNewsroom(projectFile('config', 'newsroom'))

/** The plan of a demo in the sample newsroom, small enough for each test run. */
export const demoPlan = (more: Partial<DemoPlan> = {}): DemoPlan => ({
  supporters: 60,
  months: 24,
  seed: 7,
  now: new Date('2026-11-29T12:00:00Z'),
  offers: newsroom.giving,
  rules: newsroom.rules,
  ...more,
})

export const DEMO_ZONE = 'Europe/Vilnius'

/** Writes the appeal of the demo with each batch. */
export const writeMore = writeAppealOfDemo({ newsroom, timeZone: DEMO_ZONE })
