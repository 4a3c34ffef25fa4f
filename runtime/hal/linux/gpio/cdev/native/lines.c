#include "lines.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

/* The most that the kernel keeps for one request (GPIO_V2_LINES_MAX * 16); it is allotted only where edges are watched. */
#define KEPT_EDGES 1024

static uint64_t mask_of(uint32_t count) {
  return count >= 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
}

static void add_attribute(struct gpio_v2_line_config *config, uint32_t count,
                          struct gpio_v2_line_attribute attribute) {
  config->attrs[config->num_attrs].attr = attribute;
  config->attrs[config->num_attrs].mask = mask_of(count);
  config->num_attrs += 1;
}

static struct gpio_v2_line_config config_of(uint32_t count, const struct line_settings *settings) {
  struct gpio_v2_line_config config = {.flags = settings->flags};
  if (settings->debounce_us > 0)
    add_attribute(&config, count,
                  (struct gpio_v2_line_attribute){.id = GPIO_V2_LINE_ATTR_ID_DEBOUNCE,
                                                  .debounce_period_us = settings->debounce_us});
  if (settings->flags & GPIO_V2_LINE_FLAG_OUTPUT)
    add_attribute(&config, count,
                  (struct gpio_v2_line_attribute){.id = GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES,
                                                  .values = settings->values});
  return config;
}

int chip_info(int chip, struct gpiochip_info *info) {
  memset(info, 0, sizeof *info);
  return ioctl(chip, GPIO_GET_CHIPINFO_IOCTL, info) < 0 ? -1 : (int)info->lines;
}

int line_info(int chip, uint32_t offset, struct gpio_v2_line_info *info) {
  memset(info, 0, sizeof *info);
  info->offset = offset;
  return ioctl(chip, GPIO_V2_GET_LINEINFO_IOCTL, info);
}

int lines_request(int chip, const uint32_t *offsets, uint32_t count, const char *consumer,
                  const struct line_settings *settings) {
  struct gpio_v2_line_request request = {
      .num_lines = count, .config = config_of(count, settings), .event_buffer_size = KEPT_EDGES};
  memcpy(request.offsets, offsets, count * sizeof *offsets);
  strncpy(request.consumer, consumer, sizeof request.consumer - 1);
  if (ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request) < 0) return -1;
  fcntl(request.fd, F_SETFL, fcntl(request.fd, F_GETFL) | O_NONBLOCK);
  return request.fd;
}

int lines_configure(int lines, uint32_t count, const struct line_settings *settings) {
  struct gpio_v2_line_config config = config_of(count, settings);
  return ioctl(lines, GPIO_V2_LINE_SET_CONFIG_IOCTL, &config);
}

int lines_read(int lines, uint64_t mask, uint64_t *bits) {
  struct gpio_v2_line_values values = {.mask = mask};
  int result = ioctl(lines, GPIO_V2_LINE_GET_VALUES_IOCTL, &values);
  *bits = values.bits & mask;
  return result;
}

int lines_write(int lines, uint64_t mask, uint64_t bits) {
  struct gpio_v2_line_values values = {.mask = mask, .bits = bits};
  return ioctl(lines, GPIO_V2_LINE_SET_VALUES_IOCTL, &values);
}

int lines_next_edges(int lines, struct gpio_v2_line_event *edges, size_t room) {
  ssize_t size = read(lines, edges, room * sizeof *edges);
  if (size < 0) return errno == EAGAIN || errno == EINTR ? 0 : -1;
  return (int)((size_t)size / sizeof *edges);
}
