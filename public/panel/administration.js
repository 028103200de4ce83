/** On a narrow screen the administration's navigation is a line to scroll: the page that is open is brought into it. */
const current = document.querySelector('.administration-nav [aria-current]');
const line = current?.closest('.administration-nav');
if (line && line.scrollWidth > line.clientWidth) {
  line.scrollLeft = current.offsetLeft - (line.clientWidth - current.offsetWidth) / 2;
}
