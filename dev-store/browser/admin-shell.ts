// Runs on every page of the dev store's admin: the navigation as a drawer on narrow screens.
const menuButton = document.querySelector<HTMLButtonElement>('.topbar-menu')
const sideNav = document.querySelector<HTMLElement>('#admin-nav')
const scrim = document.querySelector<HTMLElement>('.nav-scrim')

function setNav(open: boolean): void {
  document.body.classList.toggle('nav-open', open)
  menuButton?.setAttribute('aria-expanded', String(open))
  if (scrim !== null) scrim.hidden = !open
  if (open) sideNav?.querySelector<HTMLElement>('a')?.focus()
}

menuButton?.addEventListener('click', () => setNav(!document.body.classList.contains('nav-open')))
scrim?.addEventListener('click', () => setNav(false))
sideNav?.addEventListener('click', (event) => {
  if (event.target instanceof Element && event.target.closest('a') !== null) setNav(false)
})
document.addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && document.body.classList.contains('nav-open')) {
    setNav(false)
    menuButton?.focus()
  }
})

export {}
