#version 300 es
// A tile of the image, its pixels as they are but for how the person wants to see them.
precision highp float;

uniform sampler2D u_image;
uniform float u_brightness;  // -1…1, added
uniform float u_contrast;    // about mid grey; 1 leaves it
uniform float u_saturation;  // 0 is grey; 1 leaves it
uniform float u_invert;      // 0 or 1
in vec2 v_at;  // texture coordinates
out vec4 o_color;

void main() {
  vec3 color = texture(u_image, v_at).rgb;
  color = mix(color, 1.0 - color, u_invert);
  color = mix(vec3(dot(color, vec3(0.2126, 0.7152, 0.0722))), color, u_saturation);
  color = (color - 0.5) * u_contrast + 0.5 + u_brightness;
  o_color = vec4(clamp(color, 0.0, 1.0), 1.0);
}
