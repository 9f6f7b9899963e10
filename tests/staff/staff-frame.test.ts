import assert from 'node:assert/strict'
import { test } from 'node:test'
import { projectFile } from '../../src/platform/project-files.ts'
import { ROLES, type Role } from '../../src/staff/roles.ts'
import { staffPage } from '../../src/staff/staff-frame.tsx'
import { readNewsroom } from '../../src/web/page/newsroom.ts'

const APPEAL = ['/staff/reports/appeal', '/staff/reports/snoozes']

const OF_FINANCE = [
  '/staff',
  '/staff/reports/supporters',
  '/staff/reports/movements',
  '/staff/reports/cohorts',
  '/staff/reports/income',
  '/staff/reports/at-risk',
  ...APPEAL,
  '/staff/supporters',
  '/staff/inbox',
]

const CASES: [readonly Role[], string[]][] = [
  [['report'], ['/staff', '/staff/reports/supporters', ...APPEAL]],
  [['campaigns'], ['/staff/campaigns', ...APPEAL]],
  [['finance'], OF_FINANCE],
  [
    ['report', 'campaigns'],
    ['/staff', '/staff/reports/supporters', '/staff/campaigns', ...APPEAL],
  ],
  [ROLES, [...OF_FINANCE.slice(0, 6), '/staff/campaigns', ...OF_FINANCE.slice(6)]],
]

for (const [roles, paths] of CASES)
  test(`the navigation with ${roles.join(' and ')} has ${paths.length} entries`, async () => {
    const newsroom = await readNewsroom(projectFile('config/newsroom'))
    const member = { name: 'Vera', roles }
    const html = staffPage({ newsroom, language: 'en', title: '', member, translations: [], children: '' })
    const [, nav = ''] = /<nav\b[^>]*>(.*?)<\/nav>/.exec(html) ?? []
    assert.deepEqual(
      [...nav.matchAll(/href="([^"?]+)/g)].map(([, path]) => path),
      paths,
    )
  })
