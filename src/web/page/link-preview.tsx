export type PreviewPicture = { address: string; width: number; height: number; alt: string }

/** A link as Telegram, Facebook and others show it. */
export type LinkPreview = {
  site: string
  title: string
  picture: PreviewPicture | null
  article?: { publishedAt: Date; changedAt: Date; section: string; tags: readonly string[] }
}

type Props = LinkPreview & { description: string | undefined; address: string | undefined }

/** Describes the page by Open Graph and as a Twitter card. */
export const LinkPreviewTags = ({ site, title, picture, article, description, address }: Props) => (
  <>
    <meta property="og:type" content={article ? 'article' : 'website'} />
    <meta property="og:site_name" content={site} />
    <meta property="og:title" content={title} />
    {description ? <meta property="og:description" content={description} /> : null}
    {address ? <meta property="og:url" content={address} /> : null}
    {picture ? <PictureTags {...picture} /> : null}
    <meta name="twitter:card" content={picture ? 'summary_large_image' : 'summary'} />
    {article ? <ArticleTags {...article} /> : null}
  </>
)

const PictureTags = ({ address, width, height, alt }: PreviewPicture) => (
  <>
    <meta property="og:image" content={address} />
    <meta property="og:image:type" content="image/jpeg" />
    <meta property="og:image:width" content={String(width)} />
    <meta property="og:image:height" content={String(height)} />
    <meta property="og:image:alt" content={alt} />
  </>
)

const ArticleTags = ({ publishedAt, changedAt, section, tags }: NonNullable<LinkPreview['article']>) => (
  <>
    <meta property="article:published_time" content={publishedAt.toISOString()} />
    <meta property="article:modified_time" content={changedAt.toISOString()} />
    <meta property="article:section" content={section} />
    {tags.map((tag) => (
      <meta key={tag} property="article:tag" content={tag} />
    ))}
  </>
)
