import type { Request, Router } from 'express'
import type { AppealCounts } from '../appeal/counting/appeal-counts.ts'
import { type LetterStore, openLetterStore } from '../appeal/letter/letter-store.ts'
import { published } from '../articles/article.ts'
import { type ArticleStore, openArticleStore } from '../articles/article-store.ts'
import { listRoutes } from '../articles/lists/list-routes.ts'
import { topicRoutes } from '../articles/lists/topic-routes.ts'
import { openMadePictures } from '../articles/pictures/made-pictures-store.ts'
import { openPictureMaker } from '../articles/pictures/picture-maker-gateway.ts'
import { pictureRoutes } from '../articles/pictures/picture-routes.ts'
import { openPictureStore } from '../articles/pictures/picture-store.ts'
import { isPictureShown } from '../articles/shown-pictures.ts'
import { supporterStatusOfReader } from '../billing/status/browser-status-store.ts'
import type { LiveCampaigns } from '../campaigns/live/live-campaigns-job.ts'
import type { Repeating } from '../platform/jobs/repeat.ts'
import { parseLength, type SnoozeLength } from '../snooze/lengths/length.ts'
import { lookUpSuppression } from '../snooze/look-up-suppression-action.ts'
import { snoozeRoutes } from '../snooze/snooze-routes.ts'
import type { SnoozeStore } from '../snooze/snooze-store.ts'
import { deleteExpiredSnoozesJob } from '../snooze/upkeep/delete-expired-snoozes-job.ts'
import { removeSuppressionsJob } from '../snooze/upkeep/remove-suppressions-job.ts'
import { rewriteRedisFileJob } from '../snooze/upkeep/rewrite-redis-file-job.ts'
import type { Limits } from './limits.ts'
import type { Resources } from './open/resources.ts'
import { type Articles, wireArticles } from './wire-articles.ts'
import { wireLiveCampaigns } from './wire-live-campaigns.ts'
import type { Readers } from './wire-readers.ts'

const SUPPRESSION_TIMEOUT_MS = 150

export type Reading = {
  pictures: Router
  routes: readonly Router[]
  jobs: readonly Repeating[]
  findThanks: LetterStore['findThanks']
  campaigns: LiveCampaigns
  listArticles: ArticleStore['list']
  findArticle: ArticleStore['find']
  renderPreview: Articles['renderPreview']
  serveKept: Articles['serveKept']
  /** Returns whether a reader may be invited to support: not one who gives or was promised silence, nor if unsure. */
  isInvited: (request: Request) => Promise<boolean>
  stop: () => Promise<void>
}

type Wired = { readers: Readers; snoozes: SnoozeStore; limits: Limits; counts: AppealCounts }

/** Wires articles, the appeal under them and its reminders. Reads the articles and letters of the newsroom. */
export const wireReading = async (
  resources: Resources,
  { readers, snoozes, limits, counts }: Wired,
): Promise<Reading> => {
  const { newsroom, newsroomDir, timeZone, origin, now, log } = resources
  const { languages } = newsroom
  const articles = await openArticleStore({
    folders: { articles: `${newsroomDir}/articles`, pictures: `${newsroomDir}/pictures` },
    rules: { sections: newsroom.sections, languages, timeZone },
    log,
  })
  const letters = await openLetterStore({ directory: `${newsroomDir}/appeal`, languages, log })
  const { maker, pictures } = openPictures(resources)
  const { campaigns, goals } = await wireLiveCampaigns(resources, letters.find)
  const listArticles = articles.list
  const isShown = isShownBy(resources, { listArticles, letters, campaigns })
  const lookUp = lookUpOf(resources, { readers, snoozes })
  const isInvited = async (request: Request) => !(await lookUp(readers.identify(request))).isSuppressed
  const lists = { newsroom, timeZone, origin, now, listArticles, pictures, isInvited }
  const offeredLengths = offeredLengthsOf(campaigns)
  const { routes, serveKept, renderPreview } = wireArticles(resources, {
    readers,
    snoozes,
    counts,
    articles,
    pictures,
    campaigns,
    goals,
    lookUpSuppression: lookUp,
    offeredLengths,
  })
  return {
    findThanks: letters.findThanks,
    campaigns,
    listArticles,
    findArticle: articles.find,
    renderPreview,
    serveKept,
    isInvited,
    pictures: pictureRoutes({ pictures, isShown }),
    routes: [
      listRoutes(lists),
      topicRoutes(lists),
      routes,
      snoozesOf(resources, { readers, snoozes, limits, counts, offeredLengths }),
    ],
    jobs: [...snoozeJobs(resources, snoozes), campaigns.job, goals.job],
    stop: async () => {
      await Promise.all([articles.stop(), letters.stop(), maker.stop()])
    },
  }
}

const snoozeJobs = ({ database, redis, now, log }: Resources, store: SnoozeStore): Repeating[] => [
  // Redis expires its entries by itself, but keeps them in its file.
  redis ? rewriteRedisFileJob(redis, log) : deleteExpiredSnoozesJob(database, log),
  removeSuppressionsJob({ database, store, now, log }),
]

// The settings of another version may hold what this one does not know.
const offeredLengthsOf = (campaigns: LiveCampaigns) => (): SnoozeLength[] =>
  campaigns.offeredLengths().flatMap((text) => parseLength(text) ?? [])

type SnoozeWired = Wired & { offeredLengths: () => readonly SnoozeLength[] }

const snoozesOf = (
  { newsroom, timeZone, now, log }: Resources,
  { readers, snoozes, limits, counts, offeredLengths }: SnoozeWired,
): Router =>
  snoozeRoutes({
    newsroom,
    timeZone,
    now,
    store: snoozes,
    identify: readers.identify,
    settleReader: readers.settleReader,
    createReader: readers.createReader,
    setReaderCookie: readers.setReaderCookie,
    offeredLengths,
    countSnooze: async (snooze) => counts.countSnooze(snooze),
    moveReminder: async (move) => counts.moveReminder(move),
    log,
    limit: limits.perMinute('reminders', 120),
  })

type Readable = Pick<Reading, 'listArticles' | 'campaigns'> & { letters: LetterStore }

/** Returns whether a page that readers may see now shows a picture. */
const isShownBy =
  ({ newsroom: { languages }, now }: Resources, { listArticles, letters, campaigns }: Readable) =>
  (name: string): boolean =>
    isPictureShown(name, {
      articles: languages.flatMap((language) => published(listArticles(language), now())),
      texts: languages.flatMap((language) => [
        ...campaigns.current().campaigns.flatMap(({ findLetter }) => findLetter(language)?.html ?? []),
        letters.findThanks(language) ?? '',
      ]),
    })

const openPictures = ({ newsroomDir, madePicturesDir, log, now }: Resources) => {
  const maker = openPictureMaker()
  const directory = `${newsroomDir}/pictures`
  return {
    maker,
    pictures: openPictureStore({
      directory,
      made: openMadePictures(madePicturesDir),
      maker,
      log,
      now,
    }),
  }
}

const lookUpOf = (
  { database, now, suppressionTimeoutMs }: Resources,
  { readers, snoozes }: Pick<Wired, 'readers' | 'snoozes'>,
) =>
  lookUpSuppression({
    store: snoozes,
    now,
    timeoutMs: suppressionTimeoutMs ?? SUPPRESSION_TIMEOUT_MS,
    settleReader: readers.settleReader,
    findSupporterStatus: (hash) => supporterStatusOfReader(database, hash),
  })
