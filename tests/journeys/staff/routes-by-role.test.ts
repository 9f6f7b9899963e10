import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildMainstay } from '../../../src/app/app.ts'
import { openMetrics } from '../../../src/platform/metrics.ts'
import { someSettings } from '../../campaigns/given-settings.ts'
import { describeMainstay } from '../../given/describe-mainstay.ts'
import { givenCampaign } from '../../given/people/editor.ts'
import { givenReader, type Reader } from '../../given/people/reader.ts'
import { CARO, givenStaff, RITA, signInStaff } from '../../given/people/staff.ts'
import { contributeAs } from '../../given/people/supporter.ts'
import { routesOf } from '../../given/routes.ts'

/**
 * Statuses for a stranger and three members with one role each. 303 sends a stranger to the sign-in page.
 */
type Statuses = readonly [none: number, campaigns: number, report: number, finance: number]
type Expected = { get: Statuses; post: Statuses }

const PEOPLE = ['a stranger', 'the role campaigns', 'the role report', 'the role finance']
const NO_METHOD: Statuses = [405, 405, 405, 405]
const forReports: Expected = { get: [303, 403, 200, 200], post: NO_METHOD }
const forFinance: Expected = { get: [303, 403, 403, 200], post: NO_METHOD }
const forAll: Expected = { get: [303, 200, 200, 200], post: NO_METHOD }
/** An action of finance. Its last status answers a form without what the action is about. */
const actionOfFinance = (finance: number): Expected => ({ get: NO_METHOD, post: [303, 403, 403, finance] })

/** A stranger's text comes back on a page that asks them to sign in. */
const savedByCampaigns: Expected = { get: [303, 200, 403, 403], post: [401, 422, 403, 403] }
const actionOfCampaigns = (campaigns: number): Expected => ({
  get: NO_METHOD,
  post: [303, campaigns, 403, 403],
})

/** Every route for staff. Signing out ends the session, so it comes last. */
const ROUTES: Record<string, Expected> = {
  '/staff/sign-in': { get: [200, 200, 200, 200], post: [422, 422, 422, 422] },
  '/staff/sign-in/:token': { get: [200, 200, 200, 200], post: [403, 403, 403, 403] },
  '/staff': { get: [303, 303, 200, 200], post: NO_METHOD },
  '/staff/reports/supporters': forReports,
  '/staff/reports/supporters.csv': forFinance,
  '/staff/reports/movements': forFinance,
  '/staff/reports/movements.csv': forFinance,
  '/staff/reports/cohorts': forFinance,
  '/staff/reports/cohorts.csv': forFinance,
  '/staff/reports/at-risk': forFinance,
  '/staff/reports/at-risk.csv': forFinance,
  '/staff/reports/at-risk/past-due.csv': forFinance,
  '/staff/reports/income': forFinance,
  '/staff/reports/income.csv': forFinance,
  '/staff/reports/income/ledger.csv': forFinance,
  '/staff/reports/income/rates.csv': forFinance,
  '/staff/reports/appeal': forAll,
  '/staff/reports/appeal.csv': forAll,
  '/staff/reports/snoozes': forAll,
  '/staff/reports/snoozes.csv': forAll,
  '/staff/campaigns/explain': { get: [303, 200, 403, 403], post: NO_METHOD },
  '/staff/campaigns/:campaign/preview': { get: [303, 200, 403, 403], post: NO_METHOD },
  '/staff/campaigns/:campaign/preview/page': { get: [303, 200, 403, 403], post: NO_METHOD },
  '/staff/campaigns': { get: [303, 200, 403, 403], post: NO_METHOD },
  '/staff/campaigns/stop-all': actionOfCampaigns(303),
  '/staff/campaigns/resume-all': actionOfCampaigns(303),
  '/staff/campaigns/snooze-lengths': actionOfCampaigns(422),
  '/staff/campaigns/new': savedByCampaigns,
  '/staff/campaigns/:number': savedByCampaigns,
  '/staff/campaigns/preview': actionOfCampaigns(200),
  '/staff/campaigns/:number/history': { get: [303, 200, 403, 403], post: NO_METHOD },
  '/staff/campaigns/:number/publish': actionOfCampaigns(303),
  '/staff/campaigns/:number/stop': actionOfCampaigns(303),
  '/staff/campaigns/:number/resume': actionOfCampaigns(303),
  '/staff/campaigns/:number/end': actionOfCampaigns(303),
  '/staff/campaigns/:number/archive': actionOfCampaigns(303),
  '/staff/demo': { get: [303, 403, 403, 200], post: [303, 403, 403, 400] },
  '/staff/inbox': forFinance,
  '/staff/inbox/replay': actionOfFinance(400),
  '/staff/inbox/retry': actionOfFinance(400),
  '/staff/inbox/cancellations/retry': actionOfFinance(400),
  '/staff/inbox/duplicates/refund': actionOfFinance(400),
  '/staff/inbox/duplicates/cancel': actionOfFinance(400),
  '/staff/inbox/duplicates/keep': actionOfFinance(400),
  '/staff/inbox/disowned/keep': actionOfFinance(303),
  '/staff/inbox/disowned/settle': actionOfFinance(303),
  '/staff/supporters': { get: [303, 403, 403, 200], post: [303, 403, 403, 404] },
  '/staff/supporters/:customer': forFinance,
  '/staff/supporters/:customer/cancel': actionOfFinance(404),
  '/staff/supporters/:customer/refund': actionOfFinance(404),
  '/staff/supporters/:customer/link': actionOfFinance(303),
  '/staff/sign-out': { get: NO_METHOD, post: [303, 303, 303, 303] },
}
const OPEN_TO_ALL = /^\/staff\/sign-/

describeMainstay('routes for staff, by role', (mainstay) => {
  const staffRoutes = async (): Promise<string[]> => {
    const { app, stop } = await buildMainstay({ ...mainstay.resources, metrics: openMetrics() })
    await stop()
    return routesOf(app).filter((pattern) => pattern.startsWith('/staff'))
  }
  const customerId = async (): Promise<string> => {
    await contributeAs(mainstay, 'ada@mail.example')
    const [found] = await mainstay.database.query<{ id: string }>(
      'select customer_id as id from customer_addresses',
    )
    return found?.id ?? ''
  }
  const auditedActions = async (): Promise<string[]> => {
    const rows = await mainstay.database.query<{ action: string }>(
      `select action from staff_audit where action <> 'sign-in-failed'`,
    )
    return rows.map(({ action }) => action)
  }
  const OF_CAMPAIGNS = /^(campaign|appeal)-/

  test('each answers as the table says, and a refused member changes nothing', async () => {
    assert.deepEqual(
      (await staffRoutes()).sort(),
      Object.keys(ROUTES).sort(),
      'each route for staff has an entry here',
    )
    const customer = await customerId()
    await givenStaff(mainstay.database)
    await givenStaff(mainstay.database, RITA, 'report')
    await givenStaff(mainstay.database, CARO, 'campaigns')
    const people: readonly Reader[] = [
      givenReader(mainstay.origin),
      await signInStaff(mainstay.origin, CARO),
      await signInStaff(mainstay.origin, RITA),
      await signInStaff(mainstay.origin),
    ]
    const campaign = String(await givenCampaign(mainstay, someSettings(), 'draft'))
    for (const [index, person] of people.entries()) {
      const found: Record<string, unknown> = {}
      for (const pattern of Object.keys(ROUTES)) {
        const path = pattern
          .replace(':customer', customer)
          .replace(':token', 'none')
          .replace(/:number|:campaign/, campaign)
        // A second failed sign-in with one name would have to wait.
        const [got, posted] = [await person.get(path), await person.post(path, { name: `Nobody ${index}` })]
        found[pattern] = [got.status, posted.status]
        if (index === 0 && !OPEN_TO_ALL.test(pattern))
          for (const { status, location } of [got, posted])
            assert.ok([401, 405].includes(status) || location === '/staff/sign-in', pattern)
        for (const { status, headers } of [got, posted])
          if (status === 403) assert.match(headers['content-type'] ?? '', /^text\/html/, pattern)
      }
      assert.deepEqual(
        found,
        Object.fromEntries(
          Object.entries(ROUTES).map(([pattern, { get, post }]) => [pattern, [get[index], post[index]]]),
        ),
        PEOPLE[index],
      )
      const foreign = (await auditedActions()).filter((action) => !OF_CAMPAIGNS.test(action))
      if (index < PEOPLE.length - 1) assert.deepEqual(foreign, [], 'nothing was done or viewed')
      if (index === 0) assert.deepEqual(await auditedActions(), [])
    }
    assert.ok((await auditedActions()).includes('past-due-view'))
  })

  test('a member with several roles has all that each of them allows, and exact figures win', async () => {
    await givenStaff(mainstay.database, RITA, 'report', 'finance')
    const rita = await signInStaff(mainstay.origin, RITA)
    const exact = await rita.get('/staff/reports/supporters?language=en')
    assert.match(exact.text, /Exact figures up to this moment/)
    assert.match((await rita.get('/staff?language=en')).text, /needs-attention/)
    assert.equal((await rita.get('/staff/reports/movements')).status, 200)
  })

  test('a member with only the role campaigns is led to the campaigns', async () => {
    await givenStaff(mainstay.database, CARO, 'campaigns')
    await givenStaff(mainstay.database, RITA, 'campaigns', 'report')
    const caro = await signInStaff(mainstay.origin, CARO)
    assert.equal((await caro.get('/staff')).location, '/staff/campaigns')
    assert.equal((await (await signInStaff(mainstay.origin, RITA)).get('/staff')).status, 200)
  })

  test('a member without the role of a page reads which role it needs', async () => {
    await givenStaff(mainstay.database, CARO, 'campaigns')
    const caro = await signInStaff(mainstay.origin, CARO)
    const needsOf = async (path: string) => {
      const { status, text } = await caro.get(`${path}?language=en`)
      assert.equal(status, 403, path)
      return text
    }
    assert.match(await needsOf('/staff/reports/supporters'), /need the role “report” or “finance”/)
    assert.match(await needsOf('/staff/reports/movements'), /need the role “finance”/)
  })
})
