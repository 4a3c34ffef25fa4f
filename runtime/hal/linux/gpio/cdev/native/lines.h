/*
 * Lines of a GPIO character device through the kernel's uAPI v2 (linux/gpio.h, kernel 5.10 and newer).
 * Every function returns 0 or more, or -1 with errno.
 */
#ifndef BOARDTALK_LINES_H
#define BOARDTALK_LINES_H

#include <linux/gpio.h>
#include <stddef.h>
#include <stdint.h>

/* The same for all lines of a request. */
struct line_settings {
  uint64_t flags; /* GPIO_V2_LINE_FLAG_… */
  uint32_t debounce_us;
  uint64_t values; /* of outputs; bit 0 is the first line */
};

/* How many lines there are. */
int chip_info(int chip, struct gpiochip_info *info);
int line_info(int chip, uint32_t offset, struct gpio_v2_line_info *info);

/* The descriptor of the lines; the chip's is needed no more. Reading edges from it does not block. */
int lines_request(int chip, const uint32_t *offsets, uint32_t count, const char *consumer,
                  const struct line_settings *settings);
int lines_configure(int lines, uint32_t count, const struct line_settings *settings);

int lines_read(int lines, uint64_t mask, uint64_t *bits);
int lines_write(int lines, uint64_t mask, uint64_t bits);

/* How many edges were read; 0 when there is none now. */
int lines_next_edges(int lines, struct gpio_v2_line_event *edges, size_t room);

#endif
